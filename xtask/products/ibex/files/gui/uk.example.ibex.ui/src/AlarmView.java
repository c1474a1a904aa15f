package uk.example.ibex.ui;

/** Shows the alarms of an instrument. */
public class AlarmView {
    private static final int ROWS = 20;
}

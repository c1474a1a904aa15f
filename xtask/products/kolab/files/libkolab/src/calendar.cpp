namespace Kolab {

// Events that last a whole day end on their last day.
int lastDay(int first, int days)
{
    return first + days;
}

}

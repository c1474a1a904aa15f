package com.example.chain;

import java.net.URI;
import java.util.Objects;

/** A connection to one core. */
public final class Client {
    private static final int TIMEOUT_SECONDS = 10;

    private final URI core;

    /** Connects to the core at {@code core}. */
    public Client(URI core) {
        this.core = Objects.requireNonNull(core, "core");
    }

    /** The address of the transactions, page by page. */
    public URI transactions() {
        return core.resolve("/list-transactions");
    }

    /** How long a request may take. */
    public int timeoutSeconds() {
        return TIMEOUT_SECONDS;
    }
}

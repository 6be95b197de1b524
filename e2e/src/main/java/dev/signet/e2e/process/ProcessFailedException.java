package dev.signet.e2e.process;

import java.io.Serial;

/** A process ended, or did not get ready, against expectation; the message holds the last lines that it printed. */
public class ProcessFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ProcessFailedException(String message) {
        super(message);
    }
}

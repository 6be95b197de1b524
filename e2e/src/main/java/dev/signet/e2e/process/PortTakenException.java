package dev.signet.e2e.process;

import java.io.Serial;

/** A process ended because another one listens on its port: another port may do. */
public final class PortTakenException extends ProcessFailedException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PortTakenException(String message) {
        super(message);
    }
}

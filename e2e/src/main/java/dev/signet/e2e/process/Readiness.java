package dev.signet.e2e.process;

import java.io.IOException;

/** Whether a process that has been started serves yet. */
@FunctionalInterface
public interface Readiness {
    /** Ready as soon as it runs. */
    Readiness ON_LAUNCH = printed -> true;

    /**
     * Asks once, without waiting.
     *
     * @param log what the process has printed
     * @throws IOException if it does not answer, which means not yet
     */
    boolean isReady(ProcessLog log) throws IOException;
}

package dev.signet.e2e.peer;

import dev.signet.e2e.Installation;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.time.Duration;

/** A program that Signet is tested with: the one that {@code tools/peers} names, which gets what is missing. */
public final class PeerProgram {
    /** A build of Caddy from nothing takes two minutes on two idle cores. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

    private PeerProgram() {}

    /**
     * Where it is.
     *
     * @throws IllegalStateException if it cannot be got, with all that was tried
     */
    public static String path(String name, Supervisor supervisor) {
        String tool = Installation.root().resolve("tools/peers").toString();
        CommandResult result = supervisor.run(new ProcessBuilder(tool, name), "", BUILD_LIMIT);
        String start = name + " ";
        if (result.exit() != 0 || !result.out().startsWith(start)) {
            throw new IllegalStateException(result.command() + " exited with " + result.exit() + ":\n" + result.err());
        }
        return result.out().strip().substring(start.length());
    }
}

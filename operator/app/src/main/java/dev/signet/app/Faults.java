package dev.signet.app;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Faults that nobody awaited, as one line of the log each. */
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    /** A chain of causes may be a ring. */
    private static final int DEEPEST = 10;

    private Faults() {}

    /** The exit code of a process that a fault ends, told in the log. */
    static int exitCode(Throwable fault) {
        LOG.error("ended by a fault: {}", inWords(fault), fault);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Tells what ended a thread, and ends the process where no thread is sound any more, as without memory. */
    static void ofThread(Thread thread, Throwable fault) {
        LOG.error("thread {} was ended by a fault: {}", thread.getName(), inWords(fault), fault);
        // A stack that overflows is of one thread, and what it worked on may come again after a restart.
        if (fault instanceof VirtualMachineError && !(fault instanceof StackOverflowError)) {
            Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
        }
    }

    /** What is wrong and why, without what the cause only repeats. */
    private static String inWords(Throwable fault) {
        List<String> words = new ArrayList<>();
        for (Throwable each = fault; each != null && words.size() < DEEPEST; each = each.getCause()) {
            String name = each.getClass().getSimpleName();
            String message =
                    each.getMessage() == null ? name : each.getMessage().strip();
            if (words.stream().noneMatch(said -> said.contains(message))) {
                words.add(words.isEmpty() || message.equals(name) ? message : name + ": " + message);
            }
        }
        return String.join(": ", words);
    }
}

package dev.signet.e2e.process;

/** What a program that has ended answered: its exit code and all that it printed. */
public record CommandResult(String command, int exit, String out, String err) {
    /**
     * This result, if the program succeeded.
     *
     * @throws ProcessFailedException if the exit code is not 0, with what it printed
     */
    public CommandResult orThrow() {
        if (exit != 0) {
            throw new ProcessFailedException(command + " exited with " + exit + ":\n" + err + out);
        }
        return this;
    }
}

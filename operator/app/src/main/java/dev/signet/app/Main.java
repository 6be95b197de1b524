package dev.signet.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The operator's command line. */
@Command(
        name = "signet-operator",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Tokens and certificates as Kubernetes custom resources.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:help or version was asked for",
            "1:a fault, told in the log",
            "2:a wrong command line or configuration, told on stderr",
            "3:leadership was lost",
            "143:stopped as asked, by SIGTERM"
        })
public final class Main implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(Faults::ofThread);
        int code = execute(new ControllerCommand(System.getenv(), ControllerRole::runUntilStopped), arguments);
        if (code != CommandLine.ExitCode.OK) {
            System.exit(code);
        }
    }

    /** Runs a command line to its end and returns the exit code, whatever happens. */
    static int execute(ControllerCommand controller, String... arguments) {
        try {
            return new CommandLine(new Main())
                    .addSubcommand(controller)
                    .setExecutionExceptionHandler((fault, command, parsed) -> Faults.exitCode(fault))
                    .execute(arguments);
        } catch (Error fault) { // picocli takes exceptions only
            return Faults.exitCode(fault);
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a role: controller");
    }

    /** The version that was built. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"signet-operator " + (version == null ? "unpackaged" : version)};
        }
    }
}

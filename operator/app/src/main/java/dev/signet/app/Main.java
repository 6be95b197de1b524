package dev.signet.app;

import dev.signet.app.config.Configuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        int code = execute(roles(System.getenv(), RoleProcess::runUntilStopped), arguments);
        if (code != CommandLine.ExitCode.OK) {
            System.exit(code);
        }
    }

    /** Runs a process of some roles until it is asked to stop. */
    @FunctionalInterface
    interface Runner {
        void run(Configuration configuration, List<RoleProcess.Maker> roles) throws InterruptedException;
    }

    /** The roles by name, each as a command. */
    static Map<String, RoleCommand> roles(Map<String, String> environment, Runner runner) {
        Map<String, RoleCommand> commands = new LinkedHashMap<>();
        commands.put("controller", role(environment, runner, List.of(ControllerRole::new)));
        commands.put("edge", role(environment, runner, List.of(EdgeRole::new)));
        commands.put("all", role(environment, runner, List.of(ControllerRole::new, EdgeRole::new)));
        return commands;
    }

    private static RoleCommand role(Map<String, String> environment, Runner runner, List<RoleProcess.Maker> makers) {
        return new RoleCommand(environment, configuration -> runner.run(configuration, makers));
    }

    private static String description(String role) {
        return switch (role) {
            case "controller" ->
                "Reconciles custom resources into Secrets. One replica works at a time; the others stand by.";
            case "edge" -> "Serves tokens: checks, refreshes, exchanges and revokes them. Every replica works.";
            default -> "Both in one process, for a first try and for development.";
        };
    }

    /** Runs a command line to its end and returns the exit code, whatever happens. */
    static int execute(Map<String, RoleCommand> roles, String... arguments) {
        try {
            CommandLine line = new CommandLine(new Main());
            roles.forEach((name, command) -> {
                CommandLine role = new CommandLine(command);
                role.getCommandSpec().usageMessage().description(description(name));
                line.addSubcommand(name, role);
            });
            return line.setExecutionExceptionHandler((fault, command, parsed) -> Faults.exitCode(fault))
                    .execute(arguments);
        } catch (Error fault) { // picocli takes exceptions only
            return Faults.exitCode(fault);
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a role: controller, edge or all");
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

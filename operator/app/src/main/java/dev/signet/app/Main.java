package dev.signet.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.signet.app.config.Configuration;
import dev.signet.app.config.ConfigurationReader;
import dev.signet.app.config.ConfigurationReader.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The operator's command line. */
@Command(
        name = "signet-operator",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Tokens and certificates as Kubernetes custom resources.",
        subcommands = Main.Controller.class,
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
        int code = new CommandLine(new Main()).execute(arguments);
        if (code != CommandLine.ExitCode.OK) {
            System.exit(code);
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

    /** The role that reconciles. */
    @Command(
            name = "controller",
            mixinStandardHelpOptions = true,
            description = "Reconciles custom resources into Secrets. One replica works at a time; the others stand by.")
    static final class Controller implements Callable<Integer> {

        @Option(
                names = "--config",
                paramLabel = "FILE",
                defaultValue = "/etc/signet/config.yaml",
                description =
                        "The configuration (default: ${DEFAULT-VALUE}); each key also as SIGNET_… in the environment.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path config;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            Configuration configuration = read();
            Logger logger = (Logger) LoggerFactory.getLogger("dev.signet");
            logger.setLevel(Level.toLevel(configuration.logLevel()));
            try (ControllerRole role = ControllerRole.start(configuration)) {
                Runtime.getRuntime().addShutdownHook(new Thread(role::close, "shutdown"));
                role.await();
                return CommandLine.ExitCode.OK;
            }
        }

        private Configuration read() {
            try {
                return ConfigurationReader.read(Files.readString(config), System.getenv());
            } catch (IOException e) {
                throw refused("cannot be read", e);
            } catch (InvalidConfigurationException e) {
                throw refused("\n" + e.getMessage(), null);
            }
        }

        private CommandLine.ParameterException refused(String fault, @Nullable IOException cause) {
            String reason = cause == null ? "" : ": " + cause.getClass().getSimpleName();
            return new CommandLine.ParameterException(
                    spec.commandLine(), "configuration " + config + " " + fault + reason);
        }
    }
}

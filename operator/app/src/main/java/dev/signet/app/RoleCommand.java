package dev.signet.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.signet.app.config.Configuration;
import dev.signet.app.config.ConfigurationReader;
import dev.signet.app.config.ConfigurationReader.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A role, as it is started from the command line. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
final class RoleCommand implements Callable<Integer> {

    private static final Path USUAL = Path.of("/etc/signet/config.yaml");

    private final Map<String, String> environment;
    private final Work work;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration (default: /etc/signet/config.yaml, where there is one); each key also as "
                    + "SIGNET_… in the environment.")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** What does the work, from start to stop. */
    @FunctionalInterface
    interface Work {
        void run(Configuration configuration) throws InterruptedException;
    }

    RoleCommand(Map<String, String> environment, Work work) {
        this.environment = environment;
        this.work = work;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = read();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.signet");
        logger.setLevel(Level.toLevel(configuration.logLevel()));
        configuration.unknownVariables().stream()
                .sorted()
                .forEach(name -> logger.warn("{} in the environment sets no key of the configuration", name));
        work.run(configuration);
        return CommandLine.ExitCode.OK;
    }

    private Configuration read() {
        Path file = config == null ? USUAL : config;
        String text = "";
        String source = "configuration " + file;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            if (config != null) {
                throw refused(source + ": there is no such file");
            }
            source = "configuration from the environment alone, without " + file;
        } catch (IOException e) {
            throw refused(source + " cannot be read: " + e.getClass().getSimpleName());
        }
        try {
            return ConfigurationReader.read(text, environment);
        } catch (InvalidConfigurationException e) {
            throw refused(source + "\n" + e.getMessage());
        }
    }

    private CommandLine.ParameterException refused(String fault) {
        return new CommandLine.ParameterException(spec.commandLine(), fault);
    }
}

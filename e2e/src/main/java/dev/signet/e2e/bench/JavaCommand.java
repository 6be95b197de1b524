package dev.signet.e2e.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a class of this package is run in a JVM of its own, with the options that the token service has. */
final class JavaCommand {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private JavaCommand() {}

    static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(JAVA, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}

package dev.signet.e2e.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process is started, each time the same.
 *
 * @param name        what messages call it
 * @param environment added to that of this JVM, but for the settings of etcd and the operator in it
 * @param log         the file that takes both its outputs
 */
public record ProcessSpec(String name, List<String> command, Map<String, String> environment, Path log) {
    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}

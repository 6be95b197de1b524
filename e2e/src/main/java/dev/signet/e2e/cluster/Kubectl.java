package dev.signet.e2e.cluster;

import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The kubectl of the control plane's version, with a home of its own: it reads and caches nothing of the user's. */
record Kubectl(Supervisor supervisor, String binary, Path home, Path kubeconfig) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    CommandResult run(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(binary));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KUBE"));
        environment.put("HOME", home.toString());
        environment.put("KUBECONFIG", kubeconfig.toString());
        return supervisor.run(builder, input, LIMIT);
    }
}

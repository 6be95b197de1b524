package dev.signet.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;

/**
 * Installs the chart, or upgrades it, from a command line where there is no {@code helm} program: KUBECONFIG NAMESPACE
 * VALUES-AS-JSON.
 */
public final class InstallChart {

    private InstallChart() {}

    public static void main(String[] arguments) throws JsonProcessingException {
        Map<String, Object> values = new ObjectMapper().readValue(arguments[2], new TypeReference<>() {});
        Chart.at(Installation.root().resolve("helm/signet"))
                .release(Path.of(arguments[0]), "signet", arguments[1])
                .installOrUpgrade(values);
        System.out.println("release signet stands in namespace " + arguments[1]);
    }
}

package dev.signet.kubernetes.admission;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies and bindings that this version was built with, as they should stand in the cluster.
 *
 * @param policies the policies
 * @param bindings what has them enforced
 */
public record AdmissionPolicies(
        List<ValidatingAdmissionPolicy> policies, List<ValidatingAdmissionPolicyBinding> bindings) {

    private static final List<String> FILES = List.of(
            "token-rights.yaml", "token-limits.yaml", "namespace-guard.yaml", "status-guard.yaml", "secret-guard.yaml");

    public AdmissionPolicies {
        policies = List.copyOf(policies);
        bindings = List.copyOf(bindings);
    }

    /**
     * Reads them, with this installation's names in the place of {@code ${NAMESPACE}}, {@code ${CONTROLLER}} and {@code
     * ${EDGE}}.
     */
    public static AdmissionPolicies of(String namespace, String controllerUser, String edgeUser) {
        Map<String, String> names =
                Map.of("${NAMESPACE}", namespace, "${CONTROLLER}", controllerUser, "${EDGE}", edgeUser);
        KubernetesSerialization yaml = new KubernetesSerialization();
        List<HasMetadata> objects = FILES.stream()
                .map(AdmissionPolicies::read)
                .map(text -> replaced(text, names))
                .flatMap(text -> Stream.of(text.split("(?m)^---$", -1)))
                .filter(document -> !document.isBlank())
                .map(document -> yaml.<HasMetadata>unmarshal(document))
                .toList();
        return new AdmissionPolicies(
                those(objects, ValidatingAdmissionPolicy.class),
                those(objects, ValidatingAdmissionPolicyBinding.class));
    }

    private static <T extends HasMetadata> List<T> those(List<HasMetadata> objects, Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).collect(Collectors.toList());
    }

    private static String replaced(String text, Map<String, String> names) {
        String result = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            result = result.replace(name.getKey(), name.getValue());
        }
        return result;
    }

    private static String read(String file) {
        try (InputStream stream = AdmissionPolicies.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is not in the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.signet.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.TokenUse;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            classes = {
                AgentToken.class,
                TokenRestriction.class,
                TokenPolicy.class,
                CertificateAuthority.class,
                TokenRevocation.class
            })
    void what_is_read_is_written_again(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        JsonNode sample = sample(kind);

        assertThat(json.readTree(serialization.asJson(serialization.unmarshal(sample.toString(), kind))))
                .isEqualTo(sample);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AgentToken.class,
                TokenRestriction.class,
                TokenPolicy.class,
                CertificateAuthority.class,
                TokenRevocation.class
            })
    void a_field_of_a_newer_version_is_ignored_wherever_it_stands(Class<? extends CustomResource<?, ?>> kind)
            throws IOException {
        JsonNode sample = sample(kind);
        JsonNode newer = sample.deepCopy();
        addToAll(newer.path("spec"));
        addToAll(newer.path("status"));
        ((ObjectNode) newer).put("fromTheFuture", "x");

        assertThat(json.readTree(serialization.asJson(serialization.unmarshal(newer.toString(), kind))))
                .isEqualTo(sample);
    }

    @Test
    void an_empty_status_is_written_as_nothing() {
        assertThat(serialization.asJson(AgentTokenStatus.builder().build())).isEqualTo("{}");
    }

    @Test
    void a_builder_begins_with_the_status_that_it_came_from() throws IOException {
        AgentToken token = serialization.unmarshal(sample(AgentToken.class).toString(), AgentToken.class);

        assertThat(token.getStatus().toBuilder().build()).isEqualTo(token.getStatus());
    }

    @Test
    void a_condition_without_a_message_has_an_empty_one_as_kubernetes_demands() {
        Condition condition = new Condition("Ready", ConditionStatus.True, "Issued", "", "2026-11-22T00:00:00Z", null);

        assertThat(serialization.asJson(condition)).contains("\"message\":\"\"");
    }

    @Test
    void limits_by_use_are_found_by_use() throws IOException {
        TokenPolicy policy = serialization.unmarshal(sample(TokenPolicy.class).toString(), TokenPolicy.class);

        assertThat(Objects.requireNonNull(policy.getSpec().lifetime()).byUse().get(TokenUse.ApiKey))
                .satisfies(limit -> assertThat(limit.maximum()).isEqualTo("365d"));
    }

    private static void addToAll(JsonNode node) {
        List<JsonNode> children = new ArrayList<>();
        node.forEach(children::add);
        children.forEach(RoundTripTest::addToAll);
        if (node.isObject() && !isMap(node)) {
            ((ObjectNode) node).put("fromTheFuture", "x");
        }
    }

    /** Labels, annotations and limits by use take any key. */
    private static boolean isMap(JsonNode node) {
        return node.has("example.com/team") || node.has("tier") || node.has("ApiKey") || node.has("note");
    }

    private JsonNode sample(Class<?> kind) throws IOException {
        try (InputStream sample =
                Objects.requireNonNull(getClass().getResourceAsStream("/samples/" + kind.getSimpleName() + ".yaml"))) {
            return json.readTree(json.writeValueAsString(new YAMLMapper().readTree(sample)));
        }
    }
}

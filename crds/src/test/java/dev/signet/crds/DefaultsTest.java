package dev.signet.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.crds.authority.AuthorityKey;
import dev.signet.crds.authority.CertificateAuthoritySpec;
import dev.signet.crds.authority.TokenSigning;
import dev.signet.crds.policy.RequiredAccess;
import dev.signet.crds.policy.SubjectAccess;
import dev.signet.crds.policy.SubjectLimits;
import dev.signet.crds.policy.TokenPolicySpec;
import dev.signet.crds.restriction.RestrictionRule;
import dev.signet.crds.token.AgentTokenSpec;
import dev.signet.crds.token.Refresh;
import dev.signet.crds.token.Rotation;
import dev.signet.crds.token.Subject;
import dev.signet.crds.token.Target;
import dev.signet.crds.token.TokenSecret;
import io.fabric8.generator.annotation.Default;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server fills in defaults, and a record that was read without it has the same. */
class DefaultsTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            classes = {
                AuthorityReference.class,
                AgentTokenSpec.class,
                Subject.class,
                Target.class,
                Refresh.class,
                Rotation.class,
                TokenSecret.class,
                RestrictionRule.class,
                TokenPolicySpec.class,
                SubjectLimits.class,
                SubjectAccess.class,
                RequiredAccess.class,
                CertificateAuthoritySpec.class,
                AuthorityKey.class,
                TokenSigning.class
            })
    void an_absent_field_reads_as_the_default_of_the_schema(Class<? extends Record> type) throws Exception {
        Record empty = json.readValue("{}", type);

        int defaults = 0;
        for (RecordComponent component : type.getRecordComponents()) {
            Default byDefault = component.getAccessor().getAnnotation(Default.class);
            if (byDefault != null) {
                defaults++;
                assertThat(component.getAccessor().invoke(empty))
                        .as(component.getName())
                        .isEqualTo(json.convertValue(node(byDefault.value(), component), component.getType()));
            }
        }
        assertThat(defaults).isPositive();
    }

    private JsonNode node(String text, RecordComponent component) throws IOException {
        return component.getType() == boolean.class || component.getType().isRecord()
                ? json.readTree(text)
                : ((ObjectNode) json.readTree("{}")).textNode(text);
    }
}

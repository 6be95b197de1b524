package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What a change of a field does: K7")
class FieldEffectsTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String SUBJECT = "subject: {kind: Agent, name: a}";
    private static final String EFFECTS = "(Fixed: it cannot change|Reissues: a change issues|Live: a change acts)";

    @LifeTest
    void k7EachFieldSaysWhatAChangeOfItDoesAndAFixedOneCannotBeChanged() {
        Tenant tenant = INSTALLATION.tenant();
        JSONSchemaProps schema = tenant.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("agenttokens.signet.dev")
                .get()
                .getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema();
        JSONSchemaProps spec = Objects.requireNonNull(schema.getProperties().get("spec"));
        assertThat(spec.getProperties())
                .hasSizeGreaterThan(20)
                .allSatisfy((name, field) -> assertThat(field.getDescription()).containsPattern(EFFECTS));

        tenant.create("fixed", SUBJECT + ", scopes: [a], target: {scope: Agent}, format: JWT");
        tenant.awaitReady("fixed");
        String before = tenant.current("fixed").id();
        Map.of(
                        "subject", "{name: b}",
                        "use", "ApiKey",
                        "format", "Opaque",
                        "target", "{scope: Tenant}",
                        "authorityRef", "{name: other}",
                        "referenceToken", "true")
                .forEach((field, value) -> assertThatThrownBy(() -> tenant.change("fixed", field + ": " + value))
                        .as(field)
                        .hasMessageContaining("spec." + field));
        tenant.change("fixed", "allowedCIDRs: [10.0.0.0/8], description: live");
        tenant.awaitReady("fixed");
        assertThat(tenant.current("fixed").id()).isEqualTo(before);
    }
}

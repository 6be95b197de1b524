package dev.signet.kubernetes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.policy.TokenPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectedLimitsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | false",
                "{mandatory: {}}                                             | false",
                "{mandatory: {allowedCIDRs: [], rules: []}}                  | false",
                "{mandatory: {allowedCIDRs: [10.0.0.0/8]}}                   | true",
                "{mandatory: {rules: [{method: GET, path: /info}]}}          | true",
                "{mandatory: {allowedCIDRs: ['2001:db8::/32'], rules: [{path: /}]}} | true",
            })
    @DisplayName("L10: mandatory networks or rules, of which one is enough")
    void mandatoryNetworksOrRulesAreRead(String spec, boolean mandatory) {
        TokenPolicy policy = Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: TokenPolicy
                metadata: {name: p}
                spec: %s
                """.formatted(spec), TokenPolicy.class);

        assertThat(SelectedLimits.read(policy).toOptional())
                .map(read -> read.limits().switches().mandatory())
                .contains(mandatory);
    }
}

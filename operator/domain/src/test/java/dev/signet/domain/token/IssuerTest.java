package dev.signet.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.order.DraftOrder;
import dev.signet.domain.subject.ServiceId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A4: the issuer alone where no audience is named; an unknown one is only remarked on")
class IssuerTest {

    private static final String OWN = "signet-" + "a".repeat(26);
    private static final Issuer ISSUER = new Issuer("https://signet.example", new ServiceId(OWN));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ''",
                "OWN | ''",
                "* | ''",
                "OWN * | ''",
                "billing | audience billing is no service id known here",
                "OWN billing | audience billing is no service id known here",
                "b a | audiences a, b are no service ids known here",
                "c b a | audiences a, b, c are no service ids known here",
                "d * c b a | audiences a, b, c and 1 more are no service ids known here",
                "e d c b a OWN f | audiences a, b, c and 3 more are no service ids known here",
            })
    void whatIsNoServiceIdKnownHereIsNamedUpToThree(String audiences, String remark) {
        String[] named = audiences.isEmpty()
                ? new String[0]
                : audiences.replace("OWN", OWN).split(" ", -1);

        assertThat(ISSUER.remark(new DraftOrder().audiences(named).content()).orElse(""))
                .isEqualTo(remark);
    }
}

package dev.signet.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.FailureCode.Remedy;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("issue 4, §3: a reason has one status for those outside")
class ProblemsTest {

    @ParameterizedTest
    @EnumSource
    void whoSentTheRequestIsToldThatItIsAtFaultOnlyWhereItIs(FailureCode code) {
        int status = Problems.status(code);

        assertThat(status).isIn(Set.of(400, 401, 403, 429, 500, 503));
        if (code.remedy() == Remedy.CHANGE_REQUEST) {
            assertThat(status).isLessThan(500);
        }
    }

    /** RFC 9110, 15.5: 401 where another credential may help, 403 where none of the same bearer does. */
    @ParameterizedTest
    @CsvSource({
        "CredentialMissing, 401",
        "CredentialMalformed, 401",
        "CredentialsConflict, 400",
        "TokenUnknown, 401",
        "TokenExpired, 401",
        "TokenRevoked, 401",
        "UseMismatch, 401",
        "AudienceMismatch, 403",
        "ClientNotAllowed, 403",
        "RequestRestricted, 403",
        "TenantNotAllowed, 403",
        "HostNotProtected, 403",
        "RequestAmbiguous, 400",
        "RequestUnknown, 400",
        "HeaderForged, 400",
        "TooManyFailures, 429",
        "StateStale, 503",
    })
    void eachHasThatOfItsKind(FailureCode code, int status) {
        assertThat(Problems.status(code)).isEqualTo(status);
    }
}

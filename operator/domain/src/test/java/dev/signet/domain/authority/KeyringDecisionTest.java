package dev.signet.domain.authority;

import static dev.signet.domain.authority.Authorities.RANDOM;
import static dev.signet.domain.authority.Authorities.inForce;
import static dev.signet.domain.authority.Authorities.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.authority.KeyringDecision.Create;
import dev.signet.domain.authority.KeyringDecision.Follow;
import dev.signet.domain.authority.KeyringDecision.Observed;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.Outcome;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.EdgeKeyringFault;
import org.junit.jupiter.api.Test;

final class KeyringDecisionTest {

    private final AuthorityFacts facts = inForce();
    private final AuthorityKey key = key(facts);
    private final EdgeKeyring keyring = EdgeKeyring.first(key, facts.order().tokenSigning(), facts.now(), RANDOM);
    private final Observed present = new Observed.Present(Outcome.accepted(keyring));

    @Test
    void aNewAuthorityHasAFirstKeyringMade() {
        AuthorityFacts created = Authorities.facts(Authorities.selfSigned());
        Create create = (Create) KeyringDecision.decide(new Observed.Absent(), created, key);
        assertThat(create.lost()).isEmpty();
        assertThat(create.carryOut(RANDOM))
                .hasValueSatisfying(
                        made -> assertThat(made.activeHmac().number()).isEqualTo(1));
    }

    @Test
    void aKeyringMissingUnderAnAuthorityInForceWasLost() {
        assertThat(((Create) KeyringDecision.decide(new Observed.Absent(), facts, key)).lost())
                .isPresent();
    }

    @Test
    void aDamagedOneWasLost() {
        var damaged = new Observed.Present(Outcome.refused(EdgeKeyringFault.INDEX_MISSING));
        assertThat(((Create) KeyringDecision.decide(damaged, facts, key)).lost())
                .contains(EdgeKeyringFault.INDEX_MISSING.message());
    }

    @Test
    void nothingDueChangesNoByte() {
        EdgeKeyring after =
                KeyringDecision.decide(present, facts, key).carryOut(RANDOM).orElseThrow();
        assertThat(after.toSecretData()).containsExactlyInAnyOrderEntriesOf(keyring.toSecretData());
    }

    @Test
    void aResetMakesNewKeysOfBothKinds() {
        EdgeKeyring after = KeyringDecision.reset(present, facts, key, false)
                .carryOut(RANDOM)
                .orElseThrow();
        assertThat(after.activeHmac().number()).isEqualTo(2);
        assertThat(after.hmac(1)).isEmpty();
        assertThat(KeyringDecision.reset(present, facts, key, true)
                        .carryOut(RANDOM)
                        .orElseThrow()
                        .hmac(1))
                .isPresent();
    }

    @Test
    void theKeyringOfADeletedAuthorityIsLeftAlone() {
        KeyringDecision decision = KeyringDecision.decide(new Observed.Stranded(), facts, key);
        assertThat(decision).isInstanceOf(KeyringDecision.Wait.class);
        assertThat(decision.carryOut(RANDOM)).isEmpty();
    }

    @Test
    void itIsFollowedByItsOwnPlan() {
        assertThat(((Follow) KeyringDecision.decide(present, facts, key)).plan().nextCheck())
                .isPresent();
    }
}

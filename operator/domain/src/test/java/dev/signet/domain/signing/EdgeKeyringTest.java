package dev.signet.domain.signing;

import static dev.signet.domain.signing.SigningFixtures.NOW;
import static dev.signet.domain.signing.SigningFixtures.RANDOM;
import static dev.signet.domain.signing.SigningFixtures.intermediate;
import static dev.signet.domain.signing.SigningFixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.ca.AuthorityKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EdgeKeyringTest {
    /** Tokens of the edge live for 15 minutes; the refresh tokens beside them for 40 days. */
    private static final TokenSigningSpec SPEC =
            new TokenSigningSpec(SigningAlgorithm.ES256, Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(40));

    private final AuthorityKey authority = intermediate(root());
    private final EdgeKeyring first = EdgeKeyring.first(authority, SPEC, NOW, RANDOM);

    @Test
    void theFirstKeyringHasOneActiveKeyOfEachKind() {
        Kid kid = first.activeSigningKey().orElseThrow().kid();

        assertThat(first.toSecretData())
                .containsOnlyKeys("active", "hmac-1", "sign-" + kid + ".crt", "sign-" + kid + ".pem");
        assertThat(text(first, "active"))
                .isEqualTo("hmac-1 Active 2026-11-22T10:00:00Z\nsign-" + kid + " Active 2026-11-22T10:00:00Z\n");
        assertThat(first.activeHmac().number()).isEqualTo(1);
        assertThat(first.verificationKeys()).extracting(VerificationKey::kid).containsExactly(kid);
    }

    @Test
    void whatIsWrittenIsReadBackAndWrittenTheSame() {
        EdgeKeyring rotated = at(at(first, Duration.ofDays(30).minusHours(1)), Duration.ofDays(30));

        for (EdgeKeyring keyring : List.of(first, rotated)) {
            EdgeKeyring read = EdgeKeyring.parse(keyring.toSecretData()).orElseThrow();

            assertSame(read, keyring);
            assertThat(read.activeHmac().mac(new byte[3]))
                    .isEqualTo(keyring.activeHmac().mac(new byte[3]));
            assertThat(read.rows()).isEqualTo(keyring.rows());
        }
    }

    @Test
    void whileNothingIsDueTheBytesStay() {
        EdgeKeyringPlan plan = first.decide(SPEC, authority, NOW.plus(Duration.ofDays(29)));

        assertSame(plan.carryOut(RANDOM), first);
        assertThat(plan.nextCheck()).contains(NOW.plus(Duration.ofDays(30)).minus(Duration.ofHours(1)));
    }

    @Test
    void bothKindsAreAnnouncedBeforeTheyAreUsedAndDrainAfterwards() {
        Kid old = first.activeSigningKey().orElseThrow().kid();

        EdgeKeyring announced = at(first, Duration.ofDays(30).minusHours(1));
        assertThat(announced.activeHmac().number()).isEqualTo(1);
        assertThat(announced.hmac(2)).isPresent();
        assertThat(announced.activeSigningKey().map(SigningKey::kid)).contains(old);
        assertThat(announced.verificationKeys()).hasSize(2);

        EdgeKeyring promoted = at(announced, Duration.ofDays(30));
        assertThat(promoted.activeHmac().number()).isEqualTo(2);
        assertThat(promoted.hmac(1)).isPresent();
        assertThat(promoted.activeSigningKey().map(SigningKey::kid)).isNotEqualTo(java.util.Optional.of(old));
        assertThat(promoted.signingKey(old)).as("for the retry of a request").isPresent();

        EdgeKeyring later = at(promoted, Duration.ofDays(30).plusSeconds(60));
        assertThat(later.signingKey(old)).isEmpty();
        assertThat(later.verificationKeys()).extracting(VerificationKey::kid).contains(old);
        assertThat(later.toSecretData()).doesNotContainKey("sign-" + old + ".pem");
    }

    @Test
    void anHmacKeyStaysForAsLongAsItsRefreshTokensMayLive() {
        EdgeKeyring keyring = first;
        for (int day = 0; day <= 435; day++) {
            keyring = at(at(keyring, Duration.ofDays(day)), Duration.ofDays(day).plusHours(1));
        }

        // hmac-1 drained at day 30 and hmac-2 at day 60: each stays for the longest token, 40 days, and the longest
        // grace.
        assertThat(keyring.hmac(1)).isPresent();
        keyring = at(keyring, Duration.ofDays(437));
        assertThat(keyring.hmac(1)).isEmpty();
        assertThat(keyring.hmac(2)).isPresent();
        assertThat(keyring.hmac(3)).isPresent();
        assertThat(keyring.activeHmac().number()).isGreaterThan(13);
    }

    @Test
    void shortLivedSigningKeysDoNotFillTheSecretWithHmacKeys() {
        TokenSigningSpec hasty = new TokenSigningSpec(
                SigningAlgorithm.ES256, Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(2));
        EdgeKeyring keyring = EdgeKeyring.first(authority, hasty, NOW, RANDOM);
        for (int hour = 0; hour <= 24 * 450; hour += 12) {
            keyring = keyring.decide(hasty, authority, NOW.plus(Duration.ofHours(hour)))
                    .carryOut(RANDOM);
        }
        assertThat(keyring.hmacKeys()).hasSizeBetween(25, 35);
    }

    @Test
    void aWithdrawnKeyringHoldsNothingThatStoodInItAndGoesOnUnderTheNextAuthority() {
        EdgeKeyring withdrawn = at(first, Duration.ofDays(30).minusHours(1)).withdrawn(NOW, RANDOM);

        assertThat(withdrawn.toSecretData()).containsOnlyKeys("active", "hmac-3");
        assertSame(EdgeKeyring.parse(withdrawn.toSecretData()).orElseThrow(), withdrawn);

        EdgeKeyring next = withdrawn.decide(SPEC, intermediate(root()), NOW).carryOut(RANDOM);
        assertThat(next.activeHmac().number()).isEqualTo(3);
        assertThat(next.activeSigningKey()).isPresent();
    }

    @Test
    void theLastDrainingHmacKeyStaysHoweverOldItIs() {
        EdgeKeyring keyring = at(at(first, Duration.ofDays(30)), Duration.ofDays(31));
        TokenSigningSpec brief = new TokenSigningSpec(
                SigningAlgorithm.ES256, Duration.ofDays(3000), Duration.ofHours(1), Duration.ofHours(1));

        EdgeKeyring later =
                keyring.decide(brief, authority, NOW.plus(Duration.ofDays(100))).carryOut(RANDOM);

        assertThat(later.hmac(1)).isPresent();
        assertThat(later.activeHmac().number()).isEqualTo(2);
    }

    @Test
    void aResetReplacesEverything() {
        EdgeKeyring keyring = at(first, Duration.ofDays(30).minusHours(1));

        EdgeKeyring reset = keyring.reset(SPEC, authority, false, NOW).carryOut(RANDOM);

        assertThat(reset.activeHmac().number()).isEqualTo(3);
        assertThat(reset.hmac(1)).isEmpty();
        assertThat(reset.hmac(2)).isEmpty();
        assertThat(reset.verificationKeys()).hasSize(1).doesNotContainAnyElementsOf(keyring.verificationKeys());
        assertSame(EdgeKeyring.parse(reset.toSecretData()).orElseThrow(), reset);
    }

    @Test
    void aResetThatKeepsTrustDrainsTheOldKeys() {
        EdgeKeyring reset = first.reset(SPEC, authority, true, NOW).carryOut(RANDOM);

        assertThat(reset.activeHmac().number()).isEqualTo(2);
        assertThat(reset.hmac(1)).isPresent();
        assertThat(reset.verificationKeys()).hasSize(2).containsAll(first.verificationKeys());
    }

    @Test
    void anotherAuthorityBringsAnotherSigningKey() {
        EdgeKeyringPlan plan = first.decide(SPEC, intermediate(root()), NOW);

        assertThat(plan.signing().create()).map(SigningKeyPlan.NewKey::phase).contains(SigningKeyPhase.Announced);
    }

    @Test
    void afterTheEndOfTheAuthorityTheRingStillVerifiesRefreshTokens() {
        Instant end = authority.latestExpiry().plusSeconds(60);

        EdgeKeyring ended = first.decide(SPEC, authority, end).carryOut(RANDOM);

        assertThat(ended.activeSigningKey()).isEmpty();
        assertThat(ended.activeHmac().number()).isEqualTo(1);
        assertSame(EdgeKeyring.parse(ended.toSecretData()).orElseThrow(), ended);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hmac-1 Active 2026-11-22T10:00:00Z",
                "hmac-1 Active 2026-11-22T10:00:00Z\r\n",
                "hmac-01 Active 2026-11-22T10:00:00Z\n",
                "hmac-1 Retired 2026-11-22T10:00:00Z\n",
                "hmac-1 Active 2026-13-22T10:00:00Z\n",
                "hmac-1 Active 2026-11-22T10:00:00.000Z\n",
                "hmac-1 Active 2026-11-22T10:00:00Z\nhmac-1 Active 2026-11-22T10:00:00Z\n"
            })
    void anIndexThatWeWouldNotHaveWrittenIsRefused(String index) {
        EdgeKeyringFault expected =
                index.isEmpty() ? EdgeKeyringFault.ENTRY_UNKNOWN : EdgeKeyringFault.INDEX_UNREADABLE;

        assertThat(EdgeKeyring.parse(with("active", index.getBytes(StandardCharsets.UTF_8)))
                        .refusal())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "active, , INDEX_MISSING",
        "hmac-1, , ENTRY_MISSING",
        "hmac-1, short, HMAC_UNREADABLE",
        "hmac-2, more, ENTRY_UNKNOWN",
        "other, more, ENTRY_UNKNOWN",
        "sign.crt, , ENTRY_MISSING",
        "sign.crt, junk, SIGNING_KEY_UNREADABLE",
        "sign.pem, junk, SIGNING_KEY_UNREADABLE",
        "sign.pem, , NOT_ONE_ACTIVE"
    })
    void eachDamageIsNamed(String entry, @org.jspecify.annotations.Nullable String value, EdgeKeyringFault expected) {
        String name = entry.replace(
                "sign.", "sign-" + first.activeSigningKey().orElseThrow().kid() + ".");
        Map<String, byte[]> data = new HashMap<>(first.toSecretData());
        if (value == null) {
            data.remove(name);
        } else {
            data.put(name, value.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(EdgeKeyring.parse(data).refusal()).contains(expected);
    }

    @Test
    void aKeyUnderAnothersNameIsRefused() {
        EdgeKeyring other = EdgeKeyring.first(authority, SPEC, NOW, RANDOM);
        String mine = "sign-" + first.activeSigningKey().orElseThrow().kid();
        String theirs = "sign-" + other.activeSigningKey().orElseThrow().kid();
        Map<String, byte[]> data = new HashMap<>(first.toSecretData());
        for (String end : List.of(".crt", ".pem")) {
            data.put(mine + end, other.toSecretData().getOrDefault(theirs + end, new byte[0]));
        }

        assertThat(EdgeKeyring.parse(data).refusal()).contains(EdgeKeyringFault.SIGNING_KEY_UNREADABLE);
    }

    @Test
    void twoActiveHmacKeysAreRefused() {
        Map<String, byte[]> data = with("hmac-2", new byte[32]);
        data.put(
                "active",
                text(first, "active")
                        .replace("\nsign", "\nhmac-2 Active 2026-11-22T10:00:00Z\nsign")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(EdgeKeyring.parse(data).refusal()).contains(EdgeKeyringFault.NOT_ONE_ACTIVE);
    }

    @Test
    void theMacIsHmacSha256() {
        // RFC 4231, test case 1, whose key of 20 bytes HMAC pads with zeros just as ours of 32 ends with them.
        byte[] key = Arrays.copyOf(new byte[0], 32);
        Arrays.fill(key, 0, 20, (byte) 0x0b);

        assertThat(java.util.HexFormat.of()
                        .formatHex(new HmacKey(1, key).mac("Hi There".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    @Test
    void theRingPrintsNoKey() {
        assertThat(first.toString()).matches("EdgeKeyring\\[HmacKey\\[1]]\\[SigningKeyState\\[kid=[^\\]]*]]");
    }

    private EdgeKeyring at(EdgeKeyring keyring, Duration later) {
        return keyring.decide(SPEC, authority, NOW.plus(later)).carryOut(RANDOM);
    }

    private Map<String, byte[]> with(String entry, byte[] value) {
        Map<String, byte[]> data = new HashMap<>(first.toSecretData());
        data.put(entry, value);
        return data;
    }

    private static String text(EdgeKeyring keyring, String entry) {
        return new String(keyring.toSecretData().getOrDefault(entry, new byte[0]), StandardCharsets.US_ASCII);
    }

    private static void assertSame(EdgeKeyring one, EdgeKeyring other) {
        assertThat(one.toSecretData()).usingRecursiveComparison().isEqualTo(other.toSecretData());
    }
}

package dev.signet.domain.jwt;

import static dev.signet.domain.jwt.Signet.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.signet.domain.signing.SigningAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("A signature counts only if the key made it over exactly this token")
class ForgedSignatureTest {

    private static final Signet EC = Signet.with(SigningAlgorithm.ES256);
    private static final Signet RSA = Signet.with(SigningAlgorithm.RS256);
    private static final Signet ED = Signet.with(SigningAlgorithm.EdDSA);
    private static final Signet ATTACKER = Signet.another(SigningAlgorithm.ES256);

    /** The order of P-256. */
    private static final BigInteger N = CustomNamedCurves.getByName("P-256").getN();

    /** The order of the group of Ed25519 (RFC 8032, 5.1). */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final Provider AWS_LC = AmazonCorrettoCryptoProvider.INSTANCE;
    private static final Provider JDK = Security.getProvider("SunEC");

    private static final String WRONG = "WRONG_SIGNATURE";

    static final List<Row> ES256 = List.of(
            Row.of("as it was made", pair((r, s) -> List.of(r, s)), Verdict.ACCEPTED),
            Row.of("the same with the other s", pair((r, s) -> List.of(r, N.subtract(s))), Verdict.ACCEPTED),
            Row.of("r zero", pair((r, s) -> List.of(BigInteger.ZERO, s)), WRONG),
            Row.of("s zero", pair((r, s) -> List.of(r, BigInteger.ZERO)), WRONG),
            Row.of(
                    "both zero, which CVE-2022-21449 took",
                    pair((r, s) -> List.of(BigInteger.ZERO, BigInteger.ZERO)),
                    WRONG),
            Row.of("r n", pair((r, s) -> List.of(N, s)), WRONG),
            Row.of("s n", pair((r, s) -> List.of(r, N)), WRONG),
            Row.of("both n", pair((r, s) -> List.of(N, N)), WRONG),
            Row.of("both one", pair((r, s) -> List.of(BigInteger.ONE, BigInteger.ONE)), WRONG),
            Row.of("both of all bits", pair((r, s) -> List.of(ones(), ones())), WRONG),
            Row.of("r and s exchanged", pair((r, s) -> List.of(s, r)), WRONG),
            Row.of("DER", resigned(EC, input -> EC.signature(input, "SHA256withECDSA")), WRONG),
            Row.of("over SHA-1", resigned(EC, input -> EC.signature(input, "SHA1withECDSAinP1363Format")), WRONG),
            Row.of("of P-384", resigned(EC, ForgedSignatureTest::ofP384), WRONG),
            Row.of("of another key", resigned(EC, ATTACKER::signature), WRONG));

    static final List<Row> RS256 = List.of(
            Row.of("as it was made", resigned(RSA, RSA::signature), Verdict.ACCEPTED),
            Row.of("with SHA-1", resigned(RSA, input -> RSA.signature(input, "SHA1withRSA")), WRONG),
            Row.of("with SHA-512", resigned(RSA, input -> RSA.signature(input, "SHA512withRSA")), WRONG),
            Row.of("PSS", resigned(RSA, ForgedSignatureTest::probabilistic), WRONG),
            Row.of("zero", resigned(RSA, input -> new byte[256]), WRONG),
            Row.of("one", resigned(RSA, input -> BigIntegers.asUnsignedByteArray(256, BigInteger.ONE)), WRONG),
            Row.of("the modulus", resigned(RSA, input -> BigIntegers.asUnsignedByteArray(256, modulus())), WRONG),
            Row.of("all bits, more than the modulus", resigned(RSA, input -> filled(256)), WRONG),
            Row.of(
                    "the modulus added to it",
                    resigned(
                            RSA,
                            input -> new BigInteger(1, RSA.signature(input))
                                    .add(modulus())
                                    .toByteArray()),
                    WRONG));

    static final List<Row> EDDSA = List.of(
            Row.of("as it was made", resigned(ED, ED::signature), Verdict.ACCEPTED),
            Row.of("L added to S", scalar(s -> s.add(L)), WRONG),
            Row.of("S L", scalar(s -> L), WRONG),
            Row.of("S zero", scalar(s -> BigInteger.ZERO), WRONG),
            Row.of("S of all bits", scalar(s -> ones()), WRONG),
            Row.of("R the neutral point and S zero", point(1, 0), WRONG),
            Row.of("R of order 2", point(0xec, 0xff, 0x7f), WRONG),
            Row.of("R of order 4", point(0, 0), WRONG),
            Row.of("R the neutral point, not canonical", point(0xee, 0xff, 0x7f), WRONG),
            Row.of("all zero", resigned(ED, input -> new byte[64]), WRONG));

    static final List<Row> OTHER_KEYS = List.of(
            Row.of("another authority's key with our issuer", ATTACKER.token(), "OTHER_KEY"),
            Row.of(
                    "the same under our key's id",
                    ATTACKER.withHeader(header -> header.put("kid", EC.key.kid().value())),
                    "OTHER_CHAIN"),
            Row.of(
                    "the same without certificates",
                    ATTACKER.withHeader(withoutChain(
                            header -> header.put("kid", EC.key.kid().value()))),
                    WRONG),
            Row.of(
                    "the same with our key's certificates",
                    ATTACKER.sign(EC.headerJson(), ATTACKER.payloadJson()),
                    WRONG),
            Row.of(
                    "the right key under another's id",
                    EC.withHeader(header -> header.put("kid", ATTACKER.key.kid().value())),
                    "OTHER_KEY"),
            Row.of(
                    "the right key, named RS256",
                    EC.withHeader(header -> header.put("alg", "RS256")),
                    "OTHER_ALGORITHM"),
            Row.of(
                    "the right key, named EdDSA",
                    EC.withHeader(header -> header.put("alg", "EdDSA")),
                    "OTHER_ALGORITHM"),
            Row.of("another header under the signature", spliced(0, EC.withHeader(withoutChain(header -> {}))), WRONG),
            Row.of(
                    "another payload under the signature",
                    spliced(1, EC.withPayload(claims -> claims.put("sub", "administrator"))),
                    WRONG),
            Row.of("another token's signature", spliced(2, EC.withPayload(claims -> claims.remove("scope"))), WRONG));

    @ParameterizedTest
    @FieldSource({"ES256", "OTHER_KEYS"})
    void es256(Row row) {
        assertThat(Verdict.of(row.token(), EC.trusted)).isEqualTo(row.verdict());
    }

    /** Else what follows would be said of BouncyCastle again, which verifies where a provider cannot. */
    @Test
    void eachProviderVerifiesItself() {
        for (Provider provider : List.of(AWS_LC, JDK)) {
            assertThat(SignatureCheck.with(EC.key.verificationKey(), Optional.of(provider)))
                    .containsInstanceOf(SignatureCheck.ProvidedEs256.class);
        }
    }

    @ParameterizedTest
    @FieldSource({"ES256", "OTHER_KEYS"})
    void es256ByAwsLc(Row row) {
        assertThat(Verdict.of(row.token(), EC.trustedBy(AWS_LC))).isEqualTo(row.verdict());
    }

    @ParameterizedTest
    @FieldSource({"ES256", "OTHER_KEYS"})
    void es256ByTheJdk(Row row) {
        assertThat(Verdict.of(row.token(), EC.trustedBy(JDK))).isEqualTo(row.verdict());
    }

    /** Over texts on both sides of the length, 1,024 bytes, from which on AWS-LC is called otherwise; as signed, and with one bit changed. */
    @Test
    void awsLcAndBouncyCastleAgree() {
        TrustedKey awsLc = EC.trustedBy(AWS_LC);
        SplittableRandom random = new SplittableRandom(256);
        for (int turn = 0; turn < 2_000; turn++) {
            byte[] input = new byte[random.nextInt(2_000)];
            random.nextBytes(input);
            String text = turn % 4 < 2 ? encoded(input) : "a".repeat(1_023 + random.nextInt(3));
            byte[] signature = EC.signature(text);
            if (turn % 2 == 0) {
                signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            byte[] signed = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(awsLc.signed(signed, signature))
                    .isEqualTo(EC.trusted.signed(signed, signature))
                    .isEqualTo(turn % 2 == 1);
        }
    }

    @ParameterizedTest
    @FieldSource("RS256")
    void rs256(Row row) {
        assertThat(Verdict.of(row.token(), RSA.trusted)).isEqualTo(row.verdict());
    }

    @ParameterizedTest
    @FieldSource("EDDSA")
    void edDsa(Row row) {
        assertThat(Verdict.of(row.token(), ED.trusted)).isEqualTo(row.verdict());
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureHasItsLengthAndNoOther(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);
        byte[] whole = Signet.decoded(Signet.part(signet.token(), 2));
        for (int length = 0; length <= whole.length + 3; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            byte[] shifted = new byte[length];
            System.arraycopy(whole, 0, shifted, Math.max(0, length - whole.length), Math.min(length, whole.length));
            String expected = length == whole.length ? Verdict.ACCEPTED : WRONG;
            assertThat(Verdict.of(resigned(signet, input -> cut), signet.trusted))
                    .isEqualTo(expected);
            assertThat(Verdict.of(resigned(signet, input -> shifted), signet.trusted))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noCharacterOfATokenCanBeChanged(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);
        StringBuilder token = new StringBuilder(signet.withHeader(header -> header.remove("x5c")));
        for (int at = 0; at < token.length(); at++) {
            char was = token.charAt(at);
            token.setCharAt(at, was == 'A' ? 'B' : 'A');
            assertThat(Verdict.of(token.toString(), signet.trusted))
                    .as("character %d", at)
                    .isNotEqualTo(Verdict.ACCEPTED);
            token.setCharAt(at, was);
        }
        assertThat(Verdict.of(token.toString(), signet.trusted)).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void everyKeyRefusesTheTokensOfTheOthers() {
        for (Signet signer : List.of(EC, RSA, ED)) {
            for (Signet verifier : List.of(EC, RSA, ED)) {
                assertThat(Verdict.of(signer.token(), verifier.trusted))
                        .isEqualTo(signer == verifier ? Verdict.ACCEPTED : "OTHER_KEY");
            }
        }
    }

    @FunctionalInterface
    private interface Pair {
        List<BigInteger> from(BigInteger r, BigInteger s);
    }

    private static String pair(Pair change) {
        return resigned(EC, input -> {
            byte[] good = EC.signature(input);
            List<BigInteger> changed = change.from(new BigInteger(1, good, 0, 32), new BigInteger(1, good, 32, 32));
            byte[] joined = new byte[64];
            BigIntegers.asUnsignedByteArray(changed.get(0), joined, 0, 32);
            BigIntegers.asUnsignedByteArray(changed.get(1), joined, 32, 32);
            return joined;
        });
    }

    private static BigInteger ones() {
        return BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    }

    private static byte[] ofP384(String input) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(384);
            KeyPair other = generator.generateKeyPair();
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(other.getPrivate());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] probabilistic(String input) {
        var parameters = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
        return RSA.signature(input, "RSASSA-PSS", parameters);
    }

    private static BigInteger modulus() {
        return ((RSAPublicKey) RSA.key.certificate().getPublicKey()).getModulus();
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    /** The good signature with another S, which stands in the second half, its least byte first. */
    private static String scalar(UnaryOperator<BigInteger> change) {
        return resigned(ED, input -> {
            byte[] good = ED.signature(input);
            BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(good, 32, 64)));
            byte[] joined = Arrays.copyOf(good, 64);
            System.arraycopy(reversed(BigIntegers.asUnsignedByteArray(32, change.apply(s))), 0, joined, 32, 32);
            return joined;
        });
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** S zero, and R a point of these bytes: the first, those between, the last. */
    private static String point(int first, int between) {
        return point(first, between, between);
    }

    private static String point(int first, int between, int last) {
        byte[] signature = new byte[64];
        Arrays.fill(signature, 0, 32, (byte) between);
        signature[0] = (byte) first;
        signature[31] = (byte) last;
        return resigned(ED, input -> signature);
    }

    private static String resigned(Signet signet, Function<String, byte[]> signature) {
        String input = Signet.signedPart(signet.token());
        return input + "." + encoded(signature.apply(input));
    }

    private static String spliced(int part, String other) {
        String[] parts = EC.token().split("\\.", -1);
        parts[part] = Signet.part(other, part);
        return String.join(".", parts);
    }

    private static Consumer<Map<String, Object>> withoutChain(Consumer<Map<String, Object>> change) {
        return header -> {
            header.remove("x5c");
            change.accept(header);
        };
    }
}

package dev.signet.domain.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PemTest {
    private static final AuthorityKey ROOT = Fixtures.root();
    private static final String CERT = ROOT.rootPem();
    private static final String KEY = text(ROOT.toSecretData().getOrDefault("tls.key", new byte[0]));

    @Test
    void certificatesSurviveAndKeepTheirOrder() {
        AuthorityKey below = Fixtures.below(ROOT, Fixtures.spec("Below", 0));

        byte[] pem = Pem.encode(below.chain());

        assertThat(Pem.certificates(pem).orElseThrow()).isEqualTo(below.chain());
        assertThat(Pem.encode(below.chain())).isEqualTo(pem);
        assertThat(text(pem))
                .matches("(?s)(-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n){2}");
    }

    @Test
    void whatEditorsDoToLineEndsIsAccepted() {
        String windows = "\r\n" + CERT.replace("\n", "\r\n") + "\r\n\r\n" + CERT.strip();

        assertThat(Pem.certificates(bytes(windows)).orElseThrow()).containsExactly(ROOT.root(), ROOT.root());
    }

    @ParameterizedTest
    @MethodSource
    void whatOpensslWritesIsRead(List<String> make, String label) {
        byte[] pem = bytes(OpenSsl.run(make).output());

        assertThat(text(pem)).startsWith("-----BEGIN " + label + "-----");
        byte[] ours = Pem.encode(Pem.privateKey(pem).orElseThrow());
        assertThat(OpenSsl.run(List.of("pkey", "-in", "@0", "-pubout"), ours))
                .isEqualTo(OpenSsl.run(List.of("pkey", "-in", "@0", "-pubout"), pem));
    }

    static Stream<Arguments> whatOpensslWritesIsRead() {
        return Stream.of(
                Arguments.of(List.of("ecparam", "-name", "prime256v1", "-genkey", "-noout"), "EC PRIVATE KEY"),
                Arguments.of(List.of("ecparam", "-name", "secp384r1", "-genkey", "-noout"), "EC PRIVATE KEY"),
                Arguments.of(List.of("genpkey", "-quiet", "-algorithm", "ed25519"), "PRIVATE KEY"),
                Arguments.of(
                        List.of("genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
                        "PRIVATE KEY"));
    }

    @Test
    void pkcs1IsRead() {
        byte[] pkcs8 = Fixtures.root(KeyAlgorithm.RSA_2048).toSecretData().getOrDefault("tls.key", new byte[0]);
        byte[] pkcs1 = bytes(OpenSsl.run(List.of("rsa", "-in", "@0", "-traditional"), pkcs8)
                .output()
                .replace("writing RSA key\n", ""));

        assertThat(text(pkcs1)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(Pem.encode(Pem.privateKey(pkcs1).orElseThrow())).isEqualTo(pkcs8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void certificatesAreReadStrictly(PemFault expected, String pem) {
        assertThat(Pem.certificates(bytes(pem)).refusal()).contains(expected);
    }

    static Stream<Arguments> certificatesAreReadStrictly() {
        int half = CERT.length() / 2;
        return Stream.of(
                Arguments.of(PemFault.EMPTY, ""),
                Arguments.of(PemFault.EMPTY, " \n\n".replace(" ", "")),
                Arguments.of(PemFault.TOO_LARGE, "\n".repeat(Pem.MAX_BYTES + 1)),
                Arguments.of(PemFault.NUL, CERT + "\0" + CERT),
                Arguments.of(PemFault.TEXT_OUTSIDE_BLOCKS, "my root\n" + CERT),
                Arguments.of(PemFault.TEXT_OUTSIDE_BLOCKS, CERT + "trailing junk"),
                Arguments.of(PemFault.TEXT_OUTSIDE_BLOCKS, CERT + " " + CERT),
                Arguments.of(PemFault.TEXT_OUTSIDE_BLOCKS, "\ufeff" + CERT),
                Arguments.of(PemFault.TEXT_OUTSIDE_BLOCKS, CERT.replaceFirst("-----BEGIN", "----BEGIN")),
                Arguments.of(PemFault.HEADERS, CERT.replaceFirst("-----\n", "-----\nComment: x\n\n")),
                Arguments.of(PemFault.UNEXPECTED_BLOCK, KEY),
                Arguments.of(PemFault.UNEXPECTED_BLOCK, CERT + KEY),
                Arguments.of(PemFault.UNEXPECTED_BLOCK, CERT.replace("CERTIFICATE", "TRUSTED CERTIFICATE")),
                Arguments.of(PemFault.UNEXPECTED_BLOCK, CERT.replace("CERTIFICATE", "X509 CRL")),
                Arguments.of(PemFault.UNFINISHED_BLOCK, CERT.substring(0, half)),
                Arguments.of(PemFault.UNFINISHED_BLOCK, CERT.substring(0, half) + "\n" + CERT),
                Arguments.of(PemFault.UNFINISHED_BLOCK, CERT.replace("END CERTIFICATE", "END PRIVATE KEY")),
                Arguments.of(PemFault.NOT_BASE64, CERT.replaceFirst("\nMII", "\nM!II")),
                Arguments.of(PemFault.NOT_BASE64, CERT.replaceFirst("\nMII", "\n MII")),
                Arguments.of(PemFault.NOT_BASE64, block("CERTIFICATE", "QUJDREVGRw")),
                Arguments.of(PemFault.NOT_DER, block("CERTIFICATE", "QUJDREVG")),
                Arguments.of(PemFault.NOT_DER, block("CERTIFICATE", "")),
                Arguments.of(PemFault.NOT_DER, withTrailingByte(ROOT)),
                Arguments.of(PemFault.TOO_MANY, CERT.repeat(Pem.MAX_BLOCKS + 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void keysAreReadStrictly(PemFault expected, String pem) {
        assertThat(Pem.privateKey(bytes(pem)).refusal()).contains(expected);
    }

    static Stream<Arguments> keysAreReadStrictly() {
        return Stream.of(
                Arguments.of(PemFault.EMPTY, ""),
                Arguments.of(PemFault.MORE_THAN_ONE_KEY, KEY + KEY),
                Arguments.of(PemFault.UNEXPECTED_BLOCK, CERT),
                Arguments.of(PemFault.UNEXPECTED_BLOCK, KEY + CERT),
                Arguments.of(PemFault.UNEXPECTED_BLOCK, openssl("", "ecparam", "-name", "prime256v1", "-genkey")),
                Arguments.of(
                        PemFault.ENCRYPTED, openssl(KEY, "pkcs8", "-topk8", "-in", "@0", "-passout", "pass:secret")),
                Arguments.of(
                        PemFault.ENCRYPTED,
                        openssl(KEY, "ec", "-in", "@0", "-aes256", "-passout", "pass:secret")
                                .replaceFirst("(?s)^.*?-----BEGIN", "-----BEGIN")),
                Arguments.of(PemFault.NOT_DER, block("PRIVATE KEY", "QUJDREVG")),
                Arguments.of(PemFault.NOT_DER, block("EC PRIVATE KEY", "MAMCAQE=")),
                Arguments.of(PemFault.NOT_DER, block("PRIVATE KEY", "")),
                Arguments.of(
                        PemFault.UNSUPPORTED_KEY, openssl("", "ecparam", "-name", "secp521r1", "-genkey", "-noout")),
                Arguments.of(
                        PemFault.UNSUPPORTED_KEY,
                        openssl("", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-param_enc", "explicit")),
                Arguments.of(
                        PemFault.UNSUPPORTED_KEY,
                        openssl("", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")),
                Arguments.of(PemFault.UNSUPPORTED_KEY, openssl("", "genpkey", "-quiet", "-algorithm", "ed448")),
                Arguments.of(PemFault.UNSUPPORTED_KEY, openssl("", "genpkey", "-quiet", "-algorithm", "x25519")));
    }

    @Test
    void anRsaKeyWhosePartsDisagreeIsRefused() throws Exception {
        var good = (java.security.interfaces.RSAPrivateCrtKey)
                KeyAlgorithm.RSA_2048.generate(Fixtures.RANDOM).getPrivate();
        var bad = new org.bouncycastle.asn1.pkcs.RSAPrivateKey(
                good.getModulus(),
                good.getPublicExponent(),
                good.getPrivateExponent(),
                good.getPrimeP(),
                good.getPrimeQ(),
                good.getPrimeExponentP().add(java.math.BigInteger.TWO),
                good.getPrimeExponentQ(),
                good.getCrtCoefficient());
        String pem = block("RSA PRIVATE KEY", java.util.Base64.getEncoder().encodeToString(bad.getEncoded("DER")));

        assertThat(Pem.privateKey(bytes(pem)).refusal()).contains(PemFault.UNSUPPORTED_KEY);
    }

    @Test
    void nothingThatHoldsAKeyPrintsIt() {
        var outcome = Pem.privateKey(bytes(KEY));
        String line = KEY.lines().skip(1).findFirst().orElseThrow();

        assertThat(outcome.toString() + ROOT + PemBlocks.read(bytes(KEY), java.util.Set.of("PRIVATE KEY")))
                .doesNotContain(line)
                .doesNotContain(Arrays.toString(outcome.orElseThrow().getEncoded()));
    }

    private static String withTrailingByte(AuthorityKey authority) {
        byte[] der =
                java.util.Base64.getMimeDecoder().decode(authority.rootPem().replaceAll("-----[A-Z ]+-----", ""));
        return block("CERTIFICATE", java.util.Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length + 1)));
    }

    private static String block(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static String openssl(String file, String... arguments) {
        return OpenSsl.run(List.of(arguments), bytes(file)).output();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}

package dev.signet.e2e.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.SignedJWT;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The {@code openssl} of the PATH: a witness that shares no code with us. Its absence fails a test, it never skips one. */
final class OpenSsl implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CONFIG = """
            [req]
            distinguished_name = name
            x509_extensions = authority
            prompt = no
            [name]
            CN = %s
            [authority]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            """;

    private final Supervisor supervisor = new Supervisor("openssl");
    private final Path folder;

    OpenSsl() {
        try {
            folder = Files.createTempDirectory("openssl");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        supervisor.deleteAfterwards(folder);
    }

    /** An authority as PEM: its private key and its certificate. */
    record Root(String key, String certificate) {}

    /** Makes a self-signed authority; the key as {@code openssl req} wants it, as {@code rsa:2048}. */
    Root root(String name, String... key) {
        String config = write("root.cnf", CONFIG.formatted(name).getBytes(StandardCharsets.UTF_8));
        List<String> command = new ArrayList<>(List.of("req", "-x509", "-noenc", "-days", "30", "-newkey"));
        command.addAll(List.of(key));
        command.addAll(
                List.of("-config", config, "-keyout", folder.resolve("key").toString(), "-out", "-"));
        String certificate = run(command.toArray(String[]::new)).orThrow().out();
        return new Root(read("key"), certificate);
    }

    /** The SHA-256 of a certificate, in lower-case hexadecimal. */
    String sha256(String certificate) {
        String file = write("certificate", certificate.getBytes(StandardCharsets.US_ASCII));
        return run("x509", "-noout", "-fingerprint", "-sha256", "-in", file)
                .orThrow()
                .out()
                .replaceAll(".*=|[:\\s]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** What {@code openssl x509 -text} says of the key of the certificate that a JWT carries. */
    String keyOfSigner(String jwt) {
        return run("x509", "-noout", "-text", "-in", leaf(parse(jwt))).orThrow().out();
    }

    /**
     * Whether the certificates in a JWT's {@code x5c} lead to one of these roots, at the last second of its life. That its
     * signature is by the first of them is checked in any case.
     *
     * @param roots certificates in PEM
     */
    boolean verifies(String text, String roots) {
        SignedJWT jwt = parse(text);
        checkSignature(jwt);
        String trusted = write("roots", roots.getBytes(StandardCharsets.US_ASCII));
        List<Base64> chain = jwt.getHeader().getX509CertChain();
        String between = write("between", pem(chain).getBytes(StandardCharsets.US_ASCII));
        return run(
                                "verify",
                                "-x509_strict",
                                "-attime",
                                String.valueOf(end(jwt).minusSeconds(1).getEpochSecond()),
                                "-CAfile",
                                trusted,
                                "-untrusted",
                                between,
                                leaf(jwt))
                        .exit()
                == 0;
    }

    /** What {@code openssl verify} says of a server that shows this to a client that trusts a root and calls it by a name. */
    CommandResult verifiesServer(String chain, String root, String host) {
        String shown = write("chain", chain.getBytes(StandardCharsets.US_ASCII));
        String trusted = write("root", root.getBytes(StandardCharsets.US_ASCII));
        return run(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                host,
                "-CAfile",
                trusted,
                "-untrusted",
                shown,
                shown);
    }

    private void checkSignature(SignedJWT jwt) {
        String key = write(
                "signer",
                run("x509", "-pubkey", "-noout", "-in", leaf(jwt))
                        .orThrow()
                        .out()
                        .getBytes(StandardCharsets.US_ASCII));
        String signed = write("signed", jwt.getSigningInput());
        String signature = write("signature", signature(jwt));
        if (jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.EdDSA)) {
            run("pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", signed, "-sigfile", signature)
                    .orThrow();
        } else {
            run("dgst", "-sha256", "-verify", key, "-signature", signature, signed)
                    .orThrow();
        }
    }

    /** JWTs have the two numbers of an ECDSA signature side by side, openssl wants them as ASN.1. */
    private static byte[] signature(SignedJWT jwt) {
        byte[] signature = jwt.getSignature().decode();
        try {
            return jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
                    ? ECDSA.transcodeSignatureToDER(signature)
                    : signature;
        } catch (JOSEException failure) {
            throw new AssertionError("no ECDSA signature", failure);
        }
    }

    private String leaf(SignedJWT jwt) {
        List<Base64> chain = jwt.getHeader().getX509CertChain();
        return write("leaf", pem(chain.subList(0, 1)).getBytes(StandardCharsets.US_ASCII));
    }

    private static String pem(List<Base64> chain) {
        return chain.stream()
                .map(certificate -> "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n")
                .collect(Collectors.joining());
    }

    private static Instant end(SignedJWT jwt) {
        try {
            return jwt.getJWTClaimsSet().getExpirationTime().toInstant();
        } catch (ParseException failure) {
            throw new AssertionError("no claims", failure);
        }
    }

    private static SignedJWT parse(String text) {
        try {
            return SignedJWT.parse(text);
        } catch (ParseException failure) {
            throw new AssertionError("no JWT", failure);
        }
    }

    private CommandResult run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return supervisor.run(new ProcessBuilder(command), "", LIMIT);
    }

    private String write(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        supervisor.close();
    }
}

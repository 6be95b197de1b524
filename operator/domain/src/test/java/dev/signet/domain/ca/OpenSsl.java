package dev.signet.domain.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code openssl} of the PATH: a witness that shares no code with us. Its absence fails a test, it never skips one. */
public final class OpenSsl {
    private OpenSsl() {}

    /** What a run of openssl ended with: exit code, and output and errors together. */
    public record Result(int exit, String output) {}

    /** Runs {@code openssl} on files: an argument that begins with @ names a file by its number. */
    public static Result run(List<String> arguments, byte[]... files) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("openssl");
            List<String> command = new ArrayList<>(List.of("openssl"));
            for (String argument : arguments) {
                command.add(
                        argument.startsWith("@")
                                ? folder.resolve(argument.substring(1)).toString()
                                : argument);
            }
            for (int i = 0; i < files.length; i++) {
                Files.write(folder.resolve(String.valueOf(i)), files[i]);
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("openssl does not end: " + command);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("openssl must be on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            delete(folder);
        }
    }

    /** {@code openssl verify -x509_strict} of a chain, its leaf first and its root last. */
    public static Result verify(List<X509Certificate> chain, Instant at) {
        byte[] leaf = Pem.encode(chain.subList(0, 1));
        byte[] root = Pem.encode(chain.subList(chain.size() - 1, chain.size()));
        List<String> arguments = new ArrayList<>(
                List.of("verify", "-x509_strict", "-attime", String.valueOf(at.getEpochSecond()), "-CAfile", "@1"));
        if (chain.size() > 2) {
            arguments.addAll(List.of("-untrusted", "@2"));
        }
        arguments.add("@0");
        return run(
                arguments, leaf, root, chain.size() > 2 ? Pem.encode(chain.subList(1, chain.size() - 1)) : new byte[0]);
    }

    /** {@code openssl x509 -text}. */
    public static String text(X509Certificate certificate) {
        Result result = run(List.of("x509", "-noout", "-text", "-in", "@0"), Pem.encode(List.of(certificate)));
        if (result.exit() != 0) {
            throw new AssertionError(result.output());
        }
        return result.output();
    }

    private static void delete(@org.jspecify.annotations.Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

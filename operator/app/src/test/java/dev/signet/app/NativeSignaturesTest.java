package dev.signet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("AWS-LC verifies where it can be loaded")
class NativeSignaturesTest {

    @TempDir
    Path folder;

    @Test
    void itIsFoundOnThePlatformThatTheJarIsBuiltFor() throws GeneralSecurityException {
        assertThat(Signature.getInstance(
                        "SHA256withECDSAinP1363Format", NativeSignatures.find().orElseThrow()))
                .isNotNull();
    }

    @Test
    void withoutAPlaceForItsLibraryThereIsNone() throws IOException, InterruptedException {
        assertThat(found(Files.createFile(folder.resolve("no-folder")))).endsWith("found: false");
        assertThat(found(folder)).endsWith("found: true");
    }

    /** In a JVM of its own, since it is loaded once a process. */
    private static String found(Path temporary) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                NativeSignaturesTest.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    public static void main(String[] arguments) {
        System.out.println("found: " + NativeSignatures.find().isPresent());
    }
}

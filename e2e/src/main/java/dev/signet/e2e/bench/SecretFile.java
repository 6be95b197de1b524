package dev.signet.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A temporary file that its owner alone may read, for what load generators are to send. Gone when it is closed. */
record SecretFile(Path path) implements AutoCloseable {

    static SecretFile of(List<String> lines) {
        try {
            Path file = Files.createTempFile(
                    "signet-bench",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return new SecretFile(Files.write(file, lines));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

package dev.signet.e2e.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Counts status writes of AgentTokens as the audit log grows, for next to nothing: the lines are not parsed. */
final class Progress {

    private static final String STATUS_WRITE = "\"resource\":\"agenttokens\"";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int BUFFER = 1 << 22;

    private final Path audit;
    private final byte[] buffer = new byte[BUFFER];
    private long position;
    private long count;

    Progress(Path audit) {
        this.audit = audit;
        try {
            position = Files.size(audit);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Waits for so many.
     *
     * @throws IllegalStateException if they do not come in time
     */
    void await(long wanted, Duration patience) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(patience)
                    .until(() -> read() >= wanted);
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException("only " + count + " of " + wanted + " statuses were written", late);
        }
    }

    private long read() {
        try (RandomAccessFile file = new RandomAccessFile(audit.toFile(), "r")) {
            file.seek(position);
            for (int length = file.read(buffer); length > 0; length = file.read(buffer)) {
                int end = length;
                while (end > 0 && buffer[end - 1] != '\n') {
                    end--;
                }
                if (end == 0) {
                    break;
                }
                position += end;
                file.seek(position);
                count += new String(buffer, 0, end, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(Progress::isStatusWrite)
                        .count();
            }
            return count;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isStatusWrite(String line) {
        return line.contains("\"verb\":\"update\"")
                && line.contains(STATUS_WRITE)
                && line.contains("\"subresource\":\"status\"")
                && line.contains("\"code\":200");
    }
}

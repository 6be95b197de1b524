package dev.signet.e2e.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The audit log of an API server, from an offset on. It is read anew each time; the API server writes a line after
 * the client has its answer, so that the last request may take a moment to appear.
 */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long from;

    private AuditLog(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    static AuditLog of(Path file) {
        return new AuditLog(file, 0);
    }

    /** The file itself, one JSON object a line. */
    public Path file() {
        return file;
    }

    /** What is written from now on. */
    public AuditLog fromHere() {
        return new AuditLog(file, end());
    }

    /**
     * All lines so far, in the order they were written. Close the stream.
     *
     * @throws UncheckedIOException if a line is not JSON
     */
    public Stream<AuditEvent> events() {
        long end = end();
        if (end <= from) {
            return Stream.empty();
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(from);
            BufferedReader reader = new BufferedReader(new InputStreamReader(
                    new BoundedInputStream(Channels.newInputStream(channel), end - from), StandardCharsets.UTF_8));
            return reader.lines().map(AuditLog::parse).onClose(() -> close(reader));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One line for each request, of those that match. */
    public List<AuditEvent> requests(Predicate<AuditEvent> filter) {
        try (Stream<AuditEvent> events = events()) {
            return events.filter(AuditEvent::isRequest).filter(filter).toList();
        }
    }

    /** The requests of a user that were refused, by RBAC or by admission. */
    public List<AuditEvent> refused(String actor) {
        return requests(event -> event.actor().equals(actor) && event.isRefused());
    }

    /** The number of requests that match. */
    public long count(Predicate<AuditEvent> filter) {
        try (Stream<AuditEvent> events = events()) {
            return events.filter(AuditEvent::isRequest).filter(filter).count();
        }
    }

    /** The offset behind the last whole line; a line that is being written is left for the next reader. */
    private long end() {
        if (Files.notExists(file)) {
            return from;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            for (long end = bytes.length(); end > from; end--) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    return end;
                }
            }
            return from;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static AuditEvent parse(String line) {
        try {
            return AuditEvent.parse(JSON.readTree(line));
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException("not an audit event: " + line, failure);
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

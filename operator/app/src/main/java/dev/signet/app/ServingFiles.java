package dev.signet.app;

import dev.signet.app.config.EdgeConfiguration;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serving certificate and its key as files, which a kubelet replaces as the Secret changes. Looked at every few seconds, since a
 * mounted Secret changes by a symbolic link that no file watch follows.
 */
final class ServingFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServingFiles.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Path certificate;
    private final Path key;
    private final ScheduledExecutorService timer;
    private Optional<Content> last = Optional.empty();

    private record Content(Buffer certificate, Buffer key) {

        PemKeyCertOptions options() {
            return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
        }

        @Override
        public String toString() {
            return "Content";
        }
    }

    ServingFiles(EdgeConfiguration.Tls tls) {
        this.certificate = tls.certificate();
        this.key = tls.key();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "serving-certificate");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What stands in them now.
     *
     * @throws IllegalStateException where one of them cannot be read
     */
    synchronized PemKeyCertOptions read() {
        try {
            Content content = content();
            last = Optional.of(content);
            return content.options();
        } catch (IOException e) {
            throw new IllegalStateException("edge.tls: " + certificate + " and " + key + " cannot be read ("
                    + e.getClass().getSimpleName() + "); a listener with tls needs both");
        }
    }

    /** Has somebody told of each change from now on. */
    void watch(Consumer<PemKeyCertOptions> changed) {
        var unused = timer.scheduleWithFixedDelay(
                () -> look(changed), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void look(Consumer<PemKeyCertOptions> changed) {
        try {
            Content now = content();
            if (!last.equals(Optional.of(now))) {
                last = Optional.of(now);
                changed.accept(now.options());
                LOG.info("takes over the serving certificate in {}", certificate);
            }
        } catch (IOException e) {
            LOG.warn("the serving certificate cannot be read: {}", e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            LOG.warn(
                    "the serving certificate cannot be taken over: {}",
                    e.getClass().getSimpleName());
        }
    }

    private Content content() throws IOException {
        return new Content(Buffer.buffer(Files.readAllBytes(certificate)), Buffer.buffer(Files.readAllBytes(key)));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

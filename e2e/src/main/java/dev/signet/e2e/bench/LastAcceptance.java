package dev.signet.e2e.bench;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks one replica about one token again and again, about every millisecond, until it has been refused for a while, and tells when it
 * was accepted for the last time: when the answer came, in {@link System#nanoTime()}.
 *
 * @param accepted told of the first acceptance
 */
record LastAcceptance(URI listener, String token, CountDownLatch accepted) implements Callable<Long> {

    /** So long a token that is refused must be refused, to be believed. */
    private static final long REFUSED = Duration.ofMillis(100).toNanos();

    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    @Override
    public Long call() throws InterruptedException {
        TokenClient client = new TokenClient();
        long last = ask(client) == 200 ? System.nanoTime() : 0;
        if (last == 0) {
            throw new IllegalStateException("a token that is good was refused");
        }
        accepted.countDown();
        long begun = last;
        while (System.nanoTime() - last < REFUSED) {
            if (ask(client) == 200) {
                last = System.nanoTime();
            }
            if (last - begun > PATIENCE) {
                throw new IllegalStateException("a revoked token is accepted still");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return last;
    }

    private int ask(TokenClient client) {
        int status = client.auth(listener, token, EdgeBed.PATH);
        if (status != 200 && status != 401) {
            throw new IllegalStateException("answered " + status);
        }
        return status;
    }
}

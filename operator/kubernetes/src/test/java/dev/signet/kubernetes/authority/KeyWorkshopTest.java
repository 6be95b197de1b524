package dev.signet.kubernetes.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What became of a key that could not be made. */
final class KeyWorkshopTest {

    @Test
    void anErrorIsHandedToWhoWaitsAndTheNextOneIsMade() throws InterruptedException {
        try (KeyWorkshop workshop = new KeyWorkshop()) {
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch ready = new CountDownLatch(1);
            var customer = new KeyWorkshop.Customer("a", ready::countDown);
            assertThat(workshop.make(customer, "key", () -> outOfMemory(go))).isEmpty();
            go.countDown();
            assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> workshop.make(customer, "key", () -> "made"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
            await().until(() -> workshop.make(customer, "key", () -> "made"), Optional.of("made")::equals);
        }
    }

    private static String outOfMemory(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new OutOfMemoryError("none left");
    }
}

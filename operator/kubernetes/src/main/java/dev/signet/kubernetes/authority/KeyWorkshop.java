package dev.signet.kubernetes.authority;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes keys that take long, as RSA keys of up to two seconds, where no reconciliation waits for them. One object has one
 * thing made at a time: asking for another drops the first.
 */
final class KeyWorkshop implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(1, task -> {
        Thread thread = new Thread(task, "key-workshop");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Order> orders = new ConcurrentHashMap<>();

    private record Order(String what, CompletableFuture<Object> product) {}

    /** Where something is made. */
    record Customer(String uid, Runnable ready) {}

    /**
     * Something that takes long.
     *
     * @param customer who wants it, and how it is told that it is ready
     * @param what is the same for as long as it is the same that is wanted
     * @return it, once; empty: it is being made, and the customer is told
     */
    @SuppressWarnings("unchecked") // an order is taken by the name under which it was placed
    <T> Optional<T> make(Customer customer, String what, Supplier<T> making) {
        Order order = orders.compute(
                customer.uid(),
                (uid, known) ->
                        known != null && known.what().equals(what) ? known : place(what, making, customer.ready()));
        if (!order.product().isDone()) {
            return Optional.empty();
        }
        orders.remove(customer.uid(), order);
        try {
            return Optional.of((T) order.product().join());
        } catch (CompletionException | CancellationException e) {
            throw new IllegalStateException("a key could not be made", e);
        }
    }

    /** Drops what was made for somebody who no longer wants it. */
    void forget(String uid) {
        orders.remove(uid);
    }

    private Order place(String what, Supplier<?> making, Runnable ready) {
        CompletableFuture<Object> product = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                product.complete(making.get());
            } catch (Throwable e) { // an Error too: otherwise the customer waits for ever
                product.completeExceptionally(e);
            }
            ready.run();
        });
        return new Order(what, product);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

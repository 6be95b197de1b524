package dev.signet.e2e.bench;

import java.util.Locale;
import java.util.Optional;

/** Load generators, where {@code bench/lib.sh} found them. */
final class Programs {

    private Programs() {}

    static String path(String name) {
        String variable = "SIGNET_" + name.toUpperCase(Locale.ROOT);
        return Optional.ofNullable(System.getenv(variable))
                .orElseThrow(() -> new IllegalStateException(variable + " is not set: run the script in bench/"));
    }
}

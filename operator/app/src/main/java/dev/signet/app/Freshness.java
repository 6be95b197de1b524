package dev.signet.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far behind the API server a replica of the token service may be. Silence alone takes none out of service at once: it comes over
 * all of them together, and checks go on from memory.
 *
 * @param age for how long it has not been sure to know everything
 * @param interrupted the watches that do not stand, in words
 * @param interval how often {@code age} is put to nothing while all is well
 * @param unreadyAfter the age that makes it unready
 */
record Freshness(Duration age, List<String> interrupted, Duration interval, Duration unreadyAfter) {

    Freshness {
        interrupted = List.copyOf(interrupted);
    }

    /** What keeps it from being ready; nothing as long as it is young enough. */
    List<String> missing() {
        return isTooOld() ? told() : List.of();
    }

    /** What somebody who looks should know of one that is ready; nothing where all is well. */
    List<String> remarks() {
        boolean calm = interrupted.isEmpty() && age.compareTo(interval.multipliedBy(2)) < 0;
        return calm || isTooOld() ? List.of() : told();
    }

    private boolean isTooOld() {
        return age.compareTo(unreadyAfter) >= 0;
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        told.add("news from the API server for " + age.toSeconds() + " s: answers come from memory");
        told.addAll(interrupted);
        return told;
    }
}

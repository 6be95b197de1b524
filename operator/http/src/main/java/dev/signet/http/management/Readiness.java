package dev.signet.http.management;

import java.util.List;

/** Whether a process can do its work, and what it lacks. */
@FunctionalInterface
public interface Readiness {

    /** What is missing, in words; nothing where the process is ready. */
    List<String> missing();

    /** What is worth a remark although it is ready, in words; nothing where all is well. */
    default List<String> remarks() {
        return List.of();
    }
}

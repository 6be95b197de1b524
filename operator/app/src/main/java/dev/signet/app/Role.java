package dev.signet.app;

import java.util.List;

/** A part of the operator that a process runs, alone or beside another. */
interface Role extends AutoCloseable {

    /** Starts it and returns when it works. */
    void start();

    /** What it lacks to do its work, in words; nothing where it is ready. */
    List<String> missing();

    /** What somebody who looks should know although it does its work, in words; nothing where all is well. */
    default List<String> remarks() {
        return List.of();
    }

    /** Stops it in the order in which nothing is cut off. Called once, also while it starts. */
    @Override
    void close();
}

package dev.signet.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * ResourceVersions of one API server, which are decimal numbers that only grow (KEP-5504).
 */
public final class Versions {

    private Versions() {}

    /**
     * Whether a watch has come as far as a version.
     *
     * @param seen the version that the watch has come to; null: none yet
     * @param wanted the version in question
     */
    public static boolean reached(@Nullable String seen, String wanted) {
        if (seen == null || seen.isEmpty()) {
            return false;
        }
        return seen.length() != wanted.length() ? seen.length() > wanted.length() : seen.compareTo(wanted) >= 0;
    }
}

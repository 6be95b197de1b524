package dev.signet.e2e.bench;

import dev.signet.e2e.EdgeReplica;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a replica has decided, as its own metric counts it: a load generator sees statuses, and an introspection is answered with 200
 * whatever comes of it.
 *
 * @param byCode how many of each code
 */
record DecisionCounts(Map<String, Long> byCode) {

    private static final Pattern SERIES = Pattern.compile("signet_edge_decisions_total\\{code=\"(\\w+)\".*} (\\S+)");
    private static final String ACCEPTED = "Accepted";

    static DecisionCounts of(EdgeReplica replica) {
        Map<String, Long> byCode = new TreeMap<>();
        replica.process()
                .metrics()
                .lines()
                .map(SERIES::matcher)
                .filter(Matcher::matches)
                .forEach(
                        series -> byCode.merge(series.group(1), (long) Double.parseDouble(series.group(2)), Long::sum));
        return new DecisionCounts(byCode);
    }

    /** What has come since then. */
    DecisionCounts since(DecisionCounts before) {
        Map<String, Long> since = new TreeMap<>();
        byCode.forEach((code, count) -> since.put(code, count - before.byCode().getOrDefault(code, 0L)));
        since.values().removeIf(count -> count == 0);
        return new DecisionCounts(since);
    }

    /**
     * Holds that so many requests were accepted, and none was refused.
     *
     * @throws IllegalStateException where that is not so
     */
    void requireAccepted(long requests) {
        if (byCode.getOrDefault(ACCEPTED, 0L) < requests || byCode.size() > 1) {
            throw new IllegalStateException(
                    "of %d requests not all were accepted: %s; this measures nothing".formatted(requests, byCode));
        }
    }
}

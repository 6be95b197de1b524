package dev.signet.kubernetes;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Events and Leases have them ({@code metav1.MicroTime}): six digits behind the point, whatever they are. */
public final class MicroTimes {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private MicroTimes() {}

    /** Such as {@code 2026-11-22T10:00:00.000000Z}. */
    public static String format(Instant time) {
        return FORM.format(time);
    }
}

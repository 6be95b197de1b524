package dev.signet.crds.schema;

/** CEL rules on dates and times that users write, as texts for annotations. A leap second is none of them. */
public final class Times {

    private static final String DATE_AND_MINUTES = "[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}";

    private static final String MOMENT_SHAPE =
            "self.matches('^" + DATE_AND_MINUTES + ":[0-9]{2}([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$')";

    private static final String WALL_CLOCK_SHAPE = "self.matches('^" + DATE_AND_MINUTES + "(:[0-9]{2})?$')";

    private static final String YEAR = "int(self.substring(0, 4))";
    private static final String MONTH = "self.substring(5, 7)";

    /** How many days the month has, by the Gregorian calendar. */
    private static final String DAYS = "(" + MONTH + " == '02' ? (" + YEAR + " % 4 == 0 && (" + YEAR + " % 100 != 0 || "
            + YEAR + " % 400 == 0) ? 29 : 28) : " + MONTH + " in ['04', '06', '09', '11'] ? 30 : 31)";

    private static final String EXISTS = MONTH + " >= '01' && " + MONTH
            + " <= '12' && self.substring(8, 10) >= '01' && int(self.substring(8, 10)) <= " + DAYS
            + " && self.substring(11, 13) <= '23' && self.substring(14, 16) <= '59'";

    private static final String EXISTS_MESSAGE =
            "'is no time that exists: write a date of the calendar and a time from 00:00:00 to 23:59:59'";

    /** RFC 3339, as strict as its grammar, with an offset that exists. */
    public static final String MOMENT = MOMENT_SHAPE + " && " + EXISTS + " && self.substring(17, 19) <= '59'";

    public static final String MOMENT_MESSAGE = MOMENT_SHAPE + " ? " + EXISTS_MESSAGE
            + " : 'is no time of RFC 3339: write date, time with seconds, and Z or an offset, such as 2026-12-31T18:00:00Z'";

    /** What clocks show: no offset; seconds may be left out. Whether clocks skip it in that zone only the controller sees. */
    public static final String WALL_CLOCK =
            WALL_CLOCK_SHAPE + " && " + EXISTS + " && (self.size() == 16 || self.substring(17, 19) <= '59')";

    public static final String WALL_CLOCK_MESSAGE = WALL_CLOCK_SHAPE + " ? " + EXISTS_MESSAGE
            + " : 'is no wall clock time: write date and time without an offset, such as 2026-12-01T08:00:00; "
            + "the zone stands in timeZone'";

    private Times() {}
}

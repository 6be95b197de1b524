package dev.signet.crds.token;

/**
 * CEL rules on the list of scopes: words of RFC 6749, and the forms that Signet reads. Two of those list groups, whose names may
 * stand in double quotes and then hold spaces. The message shows the first scope at fault, cut where it is long.
 */
final class ScopeRules {

    private static final String OLDER_FORM = "s.startsWith('member-of-groups:')";
    private static final String LISTS_GROUPS = "(" + OLDER_FORM + " || s.startsWith('applied-permissions/groups:'))";

    /** What no group holds: colons, quotation marks, backslashes, control characters and line breaks of Unicode. */
    private static final String NEVER = "\":\\\\\\p{Cc}\\p{Zl}\\p{Zp}";

    private static final String GROUP = "(\"[^" + NEVER + "]{1,253}\"|[^,\\p{Zs}" + NEVER + "]{1,253})";

    /** The groups become the claim of that name, so that the demands on subject.groups hold here, too. */
    private static final String GOOD_GROUPS =
            "s.matches(r'^[a-z/-]+:" + GROUP + "(," + GROUP + ")*$') && !s.matches('[:,](\"[*-]\"|[*-])(,|$)')";

    /** The older form would read it as two groups. */
    private static final String QUOTED_COMMA =
            "(" + OLDER_FORM + " && s.matches('^([^\"]|\"[^\",]*\")*\"[^\",]*,[^\"]*\"'))";

    private static final String WORD = "s.matches(r'^[!#-\\[\\]-~]+$')";
    private static final String APPLIED = "(s.startsWith('applied-permissions/') || s == 'member-of-groups')";
    private static final String GOOD_APPLIED = "s in ['applied-permissions/user', 'applied-permissions/admin']";
    private static final String REPOSITORY = "s.startsWith('repository:')";
    private static final String GOOD_REPOSITORY = "s.matches('^repository:[^,]+:[a-z*]+(,[a-z*]+)*$')";

    private static final String GOOD = LISTS_GROUPS + " ? " + GOOD_GROUPS + " && !" + QUOTED_COMMA + " : " + WORD
            + " && (!" + APPLIED + " || " + GOOD_APPLIED + ") && (!" + REPOSITORY + " || " + GOOD_REPOSITORY + ")";

    static final String FORMS = "self.all(s, " + GOOD + ")";

    static final String FORMS_MESSAGE =
            "self.filter(s, !(" + GOOD + ")).map(s, '\"' + (s.size() > 60 ? s.substring(0, 60) + '…' : s) + '\" ' + ("
                    + QUOTED_COMMA
                    + " ? 'quotes a comma, which this older form reads as two groups: write member-of-groups:\"a\",\"b\" for two, "
                    + "applied-permissions/groups:\"a,b\" for one' : "
                    + LISTS_GROUPS
                    + " ? 'is no list of groups: write names of at most 253 characters with commas between, in double quotes where they hold spaces, "
                    + "without colons and backslashes, and neither * nor - alone, as in applied-permissions/groups:\"a b\",c'"
                    + " : !" + WORD
                    + " ? 'is no scope: write each as an item of its own, in ASCII and without spaces, quotation marks and backslashes; "
                    + "spaces stand only in quoted groups, as in applied-permissions/groups:\"a b\",c'"
                    + " : " + APPLIED
                    + " ? 'grants nothing: write applied-permissions/user, applied-permissions/admin or applied-permissions/groups:name,name'"
                    + " : 'names no repository and actions: write repository:name:pull,push'))[0]";

    private static final String JOINED = "(self.map(s, s.size()).sum() + self.size() - 1)";
    static final String LENGTH = JOINED + " <= 500";
    static final String LENGTH_MESSAGE = "'the scopes are %d characters when joined by spaces, and 500 is the most: "
            + "remove some, or make several tokens'.format([" + JOINED + "])";

    private ScopeRules() {}
}

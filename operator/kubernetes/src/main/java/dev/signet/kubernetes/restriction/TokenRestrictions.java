package dev.signet.kubernetes.restriction;

import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.restriction.RestrictionRule;
import dev.signet.domain.restriction.RestrictionRules;
import dev.signet.domain.restriction.Restrictions;
import dev.signet.domain.restriction.RuleSet;
import dev.signet.domain.result.Parsed;
import dev.signet.kubernetes.watch.Watched;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The TokenRestrictions of the namespaces that are watched, each read once. */
public final class TokenRestrictions {

    private final Watched<TokenRestriction> watched;
    private final Map<String, ReadRestriction> read = new ConcurrentHashMap<>();

    /** A restriction as it was read once, by generation. */
    private record ReadRestriction(long generation, Parsed<RestrictionRules> rules) {}

    public TokenRestrictions(Watched<TokenRestriction> watched) {
        this.watched = watched;
        watched.onSpecChange(
                restriction -> read.remove(restriction.getMetadata().getUid()));
    }

    /** What has become of those that an object of a namespace names. */
    public NamedRestrictions named(String namespace, List<String> names) {
        if (names.isEmpty()) {
            return NamedRestrictions.STANDING;
        }
        return new NamedRestrictions(
                names.stream()
                        .filter(name -> watched.get(namespace, name).isEmpty())
                        .toList(),
                names.stream()
                        .filter(name -> watched.get(namespace, name)
                                .filter(found -> !read(found).isValid())
                                .isPresent())
                        .toList());
    }

    /** Those that an object of a namespace names, as sets of rules; one that is missing or unreadable allows nothing. */
    public Restrictions of(String namespace, List<String> names) {
        return names.isEmpty()
                ? Restrictions.NONE
                : new Restrictions(
                        names.stream().map(name -> set(namespace, name)).toList());
    }

    private RuleSet set(String namespace, String name) {
        String shown = "TokenRestriction " + name;
        return watched.get(namespace, name)
                .map(found -> read(found)
                        .<RuleSet>fold(
                                rules -> new RuleSet.Standing(shown, rules), fault -> new RuleSet.Unreadable(shown)))
                .orElseGet(() -> new RuleSet.Missing(shown));
    }

    /** Has a listener told of each restriction that comes, changes or goes. */
    public void onChange(Consumer<TokenRestriction> listener) {
        watched.onSpecChange(listener);
    }

    /** Whether a restriction can be read; empty where {@link #named} does not know it yet in the form that it has. */
    Optional<Parsed<RestrictionRules>> known(TokenRestriction restriction) {
        return watched.inStepWith(restriction).map(this::read);
    }

    private Parsed<RestrictionRules> read(TokenRestriction restriction) {
        String uid = restriction.getMetadata().getUid();
        long generation = restriction.getMetadata().getGeneration();
        ReadRestriction known = read.get(uid); // without the lock that computing takes: every request asks
        if (known == null || known.generation() != generation) {
            known = new ReadRestriction(generation, rules(restriction));
            read.put(uid, known);
        }
        return known.rules();
    }

    /** The rules, or the field at fault under {@code spec}; admission has checked them, where it was on. */
    private static Parsed<RestrictionRules> rules(TokenRestriction restriction) {
        return rules(restriction.getSpec().rules()).in("rules").in("spec");
    }

    /** Rules as they are written, in any kind that has some. */
    public static Parsed<RestrictionRules> rules(List<dev.signet.crds.restriction.RestrictionRule> written) {
        return Parsed.each(written, rule -> RestrictionRule.parse(rule.method().name(), rule.host(), rule.path()))
                .flatMap(RestrictionRules::of);
    }
}

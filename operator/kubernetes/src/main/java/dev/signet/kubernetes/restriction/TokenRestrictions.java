package dev.signet.kubernetes.restriction;

import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.restriction.RestrictionRule;
import dev.signet.domain.restriction.RestrictionRules;
import dev.signet.domain.restriction.Restrictions;
import dev.signet.domain.restriction.RuleSet;
import dev.signet.domain.result.Parsed;
import dev.signet.kubernetes.watch.Watched;
import java.util.ArrayList;
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
    private record ReadRestriction(long generation, Parsed<RestrictionRules> rules, RuleSet set) {}

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
        if (names.isEmpty()) {
            return Restrictions.NONE;
        }
        List<RuleSet> sets = new ArrayList<>(names.size());
        for (String name : names) {
            sets.add(set(namespace, name));
        }
        return new Restrictions(sets);
    }

    private RuleSet set(String namespace, String name) {
        return watched.get(namespace, name)
                .map(found -> once(found).set())
                .orElseGet(() -> new RuleSet.Missing(shown(name)));
    }

    private static RuleSet set(String name, Parsed<RestrictionRules> rules) {
        return rules.fold(
                standing -> new RuleSet.Standing(shown(name), standing), fault -> new RuleSet.Unreadable(shown(name)));
    }

    private static String shown(String name) {
        return "TokenRestriction " + name;
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
        return once(restriction).rules();
    }

    private ReadRestriction once(TokenRestriction restriction) {
        String uid = restriction.getMetadata().getUid();
        long generation = restriction.getMetadata().getGeneration();
        ReadRestriction known = read.get(uid); // without the lock that computing takes: every request asks
        if (known == null || known.generation() != generation) {
            Parsed<RestrictionRules> rules = rules(restriction);
            known = new ReadRestriction(
                    generation, rules, set(restriction.getMetadata().getName(), rules));
            read.put(uid, known);
        }
        return known;
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

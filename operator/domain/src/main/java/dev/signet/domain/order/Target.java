package dev.signet.domain.order;

import java.util.List;

/**
 * Whom a token is for.
 *
 * @param scope how far it reaches
 * @param agents the agents by name; the subject's name where the object names none
 * @param operatingSystems the only operating systems that accept it; empty: any
 */
public record Target(TargetScope scope, List<String> agents, List<String> operatingSystems) {
    public Target {
        agents = List.copyOf(agents);
        operatingSystems = List.copyOf(operatingSystems);
    }
}

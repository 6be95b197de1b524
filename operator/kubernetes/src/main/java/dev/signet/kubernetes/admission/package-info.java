/**
 * Whether the cluster still enforces the admission policies that say who may issue what. Where it does not, nothing is
 * issued: nobody has checked who asked.
 */
@NullMarked
package dev.signet.kubernetes.admission;

import org.jspecify.annotations.NullMarked;

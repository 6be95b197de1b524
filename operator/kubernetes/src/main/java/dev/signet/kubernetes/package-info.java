/**
 * The controllers: they gather facts from caches, let the domain decide, apply what it decided and report. This package
 * itself holds what all of them share.
 */
@NullMarked
package dev.signet.kubernetes;

import org.jspecify.annotations.NullMarked;

//! Pages of small and of hostile diagrams.

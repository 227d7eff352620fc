# Targets of the RC1 preflight: include ops/rc1.mk, or make -f ops/rc1.mk. Every exit code is the program's own.
SYNC ?= sync
RC1_CONFIG ?= configs/ppo_scale.yaml

.PHONY: rc1-preflight round1 round2 rc1-train rc1-failpack

rc1-preflight:
	./ops/run_local_rc1.sh

round1:
	$(SYNC) preflight round1

round2:
	$(SYNC) preflight round2

# The ticket is recomputed before anything starts.
rc1-train:
	$(SYNC) preflight ticket
	$(SYNC) launch --config $(RC1_CONFIG)

rc1-failpack:
	$(SYNC) failpack --profile rc1

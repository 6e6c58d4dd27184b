// What 'electron' means wherever it is not bound on purpose (tsconfig.base.json): no module.

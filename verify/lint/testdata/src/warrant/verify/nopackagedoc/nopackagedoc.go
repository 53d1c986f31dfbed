package nopackagedoc // want `package nopackagedoc has no package comment`

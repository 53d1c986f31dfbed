package generated // want `unmarked_generated.go has the name of a generated file but no marker above its package clause`

"""An index in a Milvus database, for collections that one machine cannot hold or serve."""
